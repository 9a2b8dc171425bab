"""The services of DynamicFormService and its neighbours."""
